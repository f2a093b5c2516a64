export default {
  title: 'videos',
};
