import { Global, Module } from '@nestjs/common';
import { AuthIntrospector } from './auth-introspector.js';
import { IntrospectionController } from './introspection.controller.js';

/** Global, since the API's own guards ask it, too. */
@Global()
@Module({ controllers: [IntrospectionController], providers: [AuthIntrospector], exports: [AuthIntrospector] })
export class IntrospectionModule {}
