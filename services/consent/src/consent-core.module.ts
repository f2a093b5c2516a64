import { type DynamicModule, Module } from '@nestjs/common';
import { ConsentSettings } from './consent-settings.js';
import type { RecordConfig } from './consent.config.js';
import { ConsentLedger } from './consents/consent-ledger.repository.js';
import { ConsentsService } from './consents/consents.service.js';
import { TypeormConsentLedger } from './consents/typeorm-consent-ledger.repository.js';
import { EffectsRepository } from './effects/effects.repository.js';
import { HttpWithdrawalNews } from './effects/http.withdrawal-news.js';
import { TypeormEffectsRepository } from './effects/typeorm-effects.repository.js';
import { WithdrawalEffects } from './effects/withdrawal-effects.service.js';
import { WithdrawalNews } from './effects/withdrawal-news.js';
import { GatesRepository } from './gates/gates.repository.js';
import { TypeormGatesRepository } from './gates/typeorm-gates.repository.js';
import { NoticeArchive } from './notices/notice-archive.js';
import { TypeormConsentPersonalData } from './privacy/typeorm-consent-personal-data.repository.js';
import { ReceiptSigner } from './receipts/receipt-signer.js';
import { VERSION } from './version.js';

/** What the API and the worker have in common. Wants a DataSource, the Outbox and an InternalClient around it. */
@Module({})
export class ConsentCoreModule {
  static forRoot(records: RecordConfig): DynamicModule {
    const shared = [NoticeArchive, ReceiptSigner, ConsentSettings, ConsentLedger, EffectsRepository, WithdrawalNews, GatesRepository, WithdrawalEffects, ConsentsService, TypeormConsentPersonalData];
    return {
      module: ConsentCoreModule,
      global: true,
      providers: [
        { provide: NoticeArchive, useFactory: () => NoticeArchive.load() },
        { provide: ReceiptSigner, useFactory: () => ReceiptSigner.live(records.signingKey, records.earlierKeys) },
        { provide: ConsentSettings, useValue: new ConsentSettings(records.controller, VERSION) },
        { provide: ConsentLedger, useClass: TypeormConsentLedger },
        { provide: EffectsRepository, useClass: TypeormEffectsRepository },
        { provide: WithdrawalNews, useClass: HttpWithdrawalNews },
        { provide: GatesRepository, useClass: TypeormGatesRepository },
        WithdrawalEffects, ConsentsService, TypeormConsentPersonalData,
      ],
      exports: shared,
    };
  }
}
