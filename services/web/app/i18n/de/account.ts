export default {
  title: 'account',
};
