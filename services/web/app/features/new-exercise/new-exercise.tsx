import { Page } from '../../ui/layout.tsx';

export const NewExerciseScreen = () => <Page title="NewExerciseScreen">…</Page>;
