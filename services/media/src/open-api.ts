import { createOpenApi, placeholderEnvironment } from '@practika/http';
import { MediaApiModule } from './media-api.module.js';
import { loadMediaApiConfig } from './media.config.js';
import { MEDIA_VERSION } from './version.js';

/** This service's OpenAPI document, from its code alone. */
export function openApi(): ReturnType<typeof createOpenApi> {
  return createOpenApi(MediaApiModule.forRoot(loadMediaApiConfig(placeholderEnvironment({
    S3_ENDPOINT: 'http://127.0.0.1:9', S3_UPLOADER_ACCESS_KEY: 'none', S3_UPLOADER_SECRET_KEY: 'none', S3_PLAYBACK_ACCESS_KEY: 'none', S3_PLAYBACK_SECRET_KEY: 'none',
  }))), 'media', MEDIA_VERSION);
}
