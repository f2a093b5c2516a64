import { Page } from '../../ui/layout.tsx';

export const VideoScreen = () => <Page title="VideoScreen">…</Page>;
