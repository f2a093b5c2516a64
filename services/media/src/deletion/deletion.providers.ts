import type { Provider } from '@nestjs/common';
import { AssetRepository } from '../assets/asset.repository.js';
import { ObjectReferences } from '../buckets/object-references.repository.js';
import { SweeperService } from '../buckets/sweeper.service.js';
import { TypeormObjectReferences } from '../buckets/typeorm-object-references.repository.js';
import type { Buckets } from '../media.config.js';
import { DeleterStore } from '../store/stores.js';
import { DeletionProcessor } from './deletion.processor.js';
import { DeletionService } from './deletion.service.js';

/** What the worker process removes objects with: on request, and what nobody knows of. */
export const deletionProviders = (buckets: Buckets): Provider[] => [
  DeletionProcessor,
  { provide: ObjectReferences, useClass: TypeormObjectReferences },
  { provide: DeletionService, inject: [AssetRepository, DeleterStore], useFactory: (assets: AssetRepository, store: DeleterStore) => new DeletionService(assets, store, buckets) },
  { provide: SweeperService, inject: [DeleterStore, ObjectReferences], useFactory: (store: DeleterStore, references: ObjectReferences) => new SweeperService(store, references, buckets) },
];
