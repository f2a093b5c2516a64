export default {
  title: 'welcome',
};
