import { Page } from '../../ui/layout.tsx';

export const SecurityScreen = () => <Page title="SecurityScreen">…</Page>;
