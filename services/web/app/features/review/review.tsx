import { Page } from '../../ui/layout.tsx';

export const ReviewScreen = () => <Page title="ReviewScreen">…</Page>;
