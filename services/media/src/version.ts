export const MEDIA_VERSION = '0.1.0';
