export default {
  title: 'newExercise',
};
