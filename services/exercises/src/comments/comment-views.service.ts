import { Injectable } from '@nestjs/common';
import { PeopleService } from '../people/people.service.js';
import { AssetLookupService } from '../videos/asset-lookup.service.js';
import { commentViewOf } from './comment-row.js';
import type { Comment } from './comment.js';
import type { CommentView } from './comments.dto.js';

/** Answers about comments, with names and states that our own tables lack fetched from auth and media. */
@Injectable()
export class CommentViewsService {
  constructor(
    private readonly people: PeopleService,
    private readonly assets: AssetLookupService,
  ) {}

  async views(comments: readonly Comment[]): Promise<CommentView[]> {
    const people = comments.flatMap((c) => (c.authorId !== null && (c.authorName === null || c.authorStale) ? [c.authorId] : []));
    const assets = comments.flatMap((c) => (c.assetId !== null && c.assetState === null ? [c.assetId] : []));
    if (people.length === 0 && assets.length === 0) return comments.map(commentViewOf);
    const [names, shown] = await Promise.all([this.people.refresh(people), this.assets.shown(assets)]);
    return comments.map((c) => {
      const asset = shown.get(c.assetId ?? '');
      return commentViewOf({
        ...c, authorName: names.get(c.authorId ?? '') ?? c.authorName,
        assetState: asset?.state ?? c.assetState, assetDurationMs: asset?.durationMs ?? c.assetDurationMs,
      });
    });
  }
}
