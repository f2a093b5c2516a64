export const measurePipeline = async () => [];
