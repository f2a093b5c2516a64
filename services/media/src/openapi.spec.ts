import { describe, expect, it } from '@jest/globals';
import { createOpenApi } from '@practika/http';
import { MediaApiModule } from './media-api.module.js';
import { loadMediaApiConfig } from './media.config.js';

describe('the API description of media', () => {
  it('should name every route of the contract', async () => {
    const url = 'http://127.0.0.1:9';
    const config = loadMediaApiConfig({
      PRACTIKA_PROFILE: 'test', PUBLIC_ORIGIN: url, REDIS_CACHE_URL: 'redis://127.0.0.1:9', SERVICE_KEY: '-----BEGIN', DATABASE_URL: 'postgres://127.0.0.1:9/x', S3_ENDPOINT: url,
      AUTH_INTERNAL_URL: url, EXERCISES_INTERNAL_URL: url, MEDIA_INTERNAL_URL: url, CONSENT_INTERNAL_URL: url,
      S3_UPLOADER_ACCESS_KEY: 'a', S3_UPLOADER_SECRET_KEY: 'b', S3_PLAYBACK_ACCESS_KEY: 'a', S3_PLAYBACK_SECRET_KEY: 'b',
    });
    const document = await createOpenApi(MediaApiModule.forRoot(config), 'media', '0');
    const routes = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((m) => `${m.toUpperCase()} ${path.replace('/api/media/v1', '')}`));
    expect(routes.sort()).toEqual([
      'DELETE /assets/{id}', 'DELETE /uploads/{id}', 'GET /assets', 'GET /assets/{id}', 'GET /assets/{id}/poster', 'GET /events', 'GET /health', 'GET /quarantine', 'GET /uploads/{id}',
      'POST /assets/{id}/playback', 'POST /quarantine/{assetId}/reject', 'POST /quarantine/{assetId}/release', 'POST /uploads', 'POST /uploads/{id}/complete', 'POST /uploads/{id}/parts',
    ]);
  });
});
