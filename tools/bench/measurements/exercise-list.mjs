export const measureExerciseList = async () => [];
export const measureDepth = async () => [];
