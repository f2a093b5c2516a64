import { Page } from '../../ui/layout.tsx';

export const FeedScreen = () => <Page title="FeedScreen">…</Page>;
