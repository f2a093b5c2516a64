import { Page } from '../../ui/layout.tsx';

export const QueuesScreen = () => <Page title="QueuesScreen">…</Page>;
