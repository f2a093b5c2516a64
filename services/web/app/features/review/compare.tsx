import { Page } from '../../ui/layout.tsx';

export const CompareScreen = () => <Page title="CompareScreen">…</Page>;
