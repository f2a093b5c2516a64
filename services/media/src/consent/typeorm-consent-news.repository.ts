import { Inject, Injectable } from '@nestjs/common';
import { row, rows } from '@practika/database';
import { DataSource, type EntityManager } from 'typeorm';
import type { AssetState } from '../assets/asset.state.js';
import { reason } from '../assets/asset.words.js';
import { TransitionRepository, type Actor } from '../assets/typeorm-transition.repository.js';
import { ConsentNewsRepository, type ConsentNews } from './consent-news.repository.js';
import { lockConsentNews } from './typeorm-consent-lock.repository.js';

@Injectable()
export class TypeormConsentNewsRepository extends ConsentNewsRepository {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TransitionRepository) private readonly transitions: TransitionRepository,
  ) {
    super();
  }

  apply(news: ConsentNews, within?: EntityManager): Promise<number> {
    return within === undefined ? this.dataSource.transaction((manager) => this.applyIn(manager, news)) : this.applyIn(within, news);
  }

  private async applyIn(manager: EntityManager, news: ConsentNews): Promise<number> {
    await lockConsentNews(manager, news.subjectId, 'to-change');
    const newer = await row(
      manager,
      `INSERT INTO consent_states AS s (subject_id, purpose, recipient, epoch, state) VALUES ($1,$2,$3,$4,$5)
       ON CONFLICT (subject_id, purpose, recipient) DO UPDATE SET epoch = excluded.epoch, state = excluded.state, at = now() WHERE s.epoch < excluded.epoch
       RETURNING epoch`,
      [news.subjectId, news.purpose, news.recipient ?? '', news.epoch, news.state],
    );
    if (newer === null || news.purpose !== 'video_processing') return 0;
    return news.state === 'withdrawn' ? this.hold(manager, news.subjectId) : this.processAnew(manager, news.subjectId);
  }

  /** ready and processing → consent_hold. Renditions are out of reach at once; their objects go by a job. */
  private async hold(manager: EntityManager, subjectId: string): Promise<number> {
    const actor: Actor = { kind: 'user', pseudonym: subjectId };
    const assets = await this.lock(manager, subjectId, ['ready', 'processing']);
    for (const id of assets) {
      const moved = await this.transitions.move(manager, { id, to: 'consent_hold', newAttempt: true, reason: reason('consent-withdrawn'), actor });
      if (moved === null) continue;
      const doomed = await rows(manager, 'UPDATE renditions SET doomed_at = now() WHERE asset_id = $1 AND doomed_at IS NULL RETURNING id', [id]);
      if (doomed.length > 0) await this.transitions.sendRenditionDeletion(manager, id, moved.attempt);
    }
    return assets.length;
  }

  private async processAnew(manager: EntityManager, subjectId: string): Promise<number> {
    const assets = await this.lock(manager, subjectId, ['consent_hold']);
    for (const id of assets) await this.transitions.move(manager, { id, to: 'processing', from: ['consent_hold'], newAttempt: true, actor: { kind: 'user', pseudonym: subjectId } });
    return assets.length;
  }

  /** All rows first and in one order: moving them one by one would take history's lock in between and could deadlock. */
  private async lock(manager: EntityManager, subjectId: string, states: readonly AssetState[]): Promise<readonly string[]> {
    return (await rows<{ id: string }>(manager, 'SELECT id FROM assets WHERE owner_id = $1 AND state = ANY($2) ORDER BY id FOR UPDATE', [subjectId, states])).map((a) => a.id);
  }
}
