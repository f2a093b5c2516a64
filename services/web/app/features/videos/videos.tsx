import { Page } from '../../ui/layout.tsx';

export const VideosScreen = () => <Page title="VideosScreen">…</Page>;
