export const UnfinishedTakes = () => null;
