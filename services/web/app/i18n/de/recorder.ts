export default {
  title: 'recorder',
};
