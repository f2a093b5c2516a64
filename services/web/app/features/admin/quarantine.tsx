import { Page } from '../../ui/layout.tsx';

export const QuarantineScreen = () => <Page title="QuarantineScreen">…</Page>;
