export default {
  title: 'feed',
};
