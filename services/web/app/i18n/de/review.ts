export default {
  title: 'review',
};
