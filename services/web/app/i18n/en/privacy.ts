export default {
  title: 'privacy',
};
