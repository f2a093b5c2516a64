export const measureListHandler = async () => [];
