export default {
  title: 'people',
};
