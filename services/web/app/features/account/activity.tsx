import { Page } from '../../ui/layout.tsx';

export const ActivityScreen = () => <Page title="ActivityScreen">…</Page>;
