export default {
  play: 'x',
};
