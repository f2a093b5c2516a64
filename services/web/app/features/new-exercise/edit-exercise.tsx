import { Page } from '../../ui/layout.tsx';

export const EditExerciseScreen = () => <Page title="EditExerciseScreen">…</Page>;
