import { Page } from '../../ui/layout.tsx';

export const AllVideosScreen = () => <Page title="AllVideosScreen">…</Page>;
