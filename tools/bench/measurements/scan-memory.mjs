export const measureScanMemory = async () => [];
