import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { UnroutedController } from './unrouted.controller.js';

/** Puts the catch-all controller around an application. */
@Module({ controllers: [UnroutedController] })
export class UnroutedModule {
  static around(application: Type | object): Type {
    @Module({ imports: [application as Type | DynamicModule, UnroutedModule] })
    class Root {}
    return Root;
  }
}
