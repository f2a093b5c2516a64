import { Injectable } from '@nestjs/common';
import { InternalCallError, InternalClient } from '@practika/identity';
import { DomainError } from '@practika/problems';
import { z } from 'zod';
import type { AssetFacts } from './asset-state.js';
import { MediaClient, type PlaybackGrant, type ReferenceKind } from './media.client.js';

const asset = z.object({ id: z.uuid(), ownerId: z.uuid(), state: z.string(), durationMs: z.number().int().nonnegative().nullable() });
const grant = z.object({ url: z.string(), expiresAt: z.string(), contentType: z.string() });
const nothing = z.unknown();

const isRefusal = (error: unknown, ...statuses: number[]): error is InternalCallError => error instanceof InternalCallError && statuses.includes(error.status);

@Injectable()
export class HttpMediaClient extends MediaClient {
  constructor(private readonly client: InternalClient) {
    super();
  }

  async find(assetId: string): Promise<AssetFacts | null> {
    try {
      const found = await this.client.call('media', { method: 'GET', path: `/internal/assets/${assetId}`, answer: asset });
      return { assetId, ownerId: found.ownerId, state: found.state, durationMs: found.durationMs };
    } catch (error) {
      if (isRefusal(error, 404)) return null;
      throw error;
    }
  }

  async mark(assetId: string, referenceId: string, kind: ReferenceKind, ownerId: string): Promise<boolean> {
    try {
      await this.client.call('media', { method: 'PUT', path: `/internal/assets/${assetId}/references/${referenceId}`, body: { kind, ownerId }, answer: nothing });
      return true;
    } catch (error) {
      if (isRefusal(error, 404, 409)) return false;
      throw error;
    }
  }

  async release(assetId: string, referenceId: string): Promise<void> {
    try {
      await this.client.call('media', { method: 'DELETE', path: `/internal/assets/${assetId}/references/${referenceId}`, answer: nothing });
    } catch (error) {
      if (!isRefusal(error, 404)) throw error;
    }
  }

  async playback(assetId: string, rendition: 'web' | 'poster' = 'web'): Promise<PlaybackGrant> {
    try {
      return await this.client.call('media', { method: 'POST', path: `/internal/assets/${assetId}/playback`, body: { rendition }, answer: grant });
    } catch (error) {
      if (isRefusal(error, 404)) throw new DomainError('nothing-to-play', { cause: error });
      if (isRefusal(error, 409)) throw new DomainError(error.code === 'asset-refused' ? 'asset-refused' : 'asset-not-ready', { cause: error });
      throw error;
    }
  }
}
