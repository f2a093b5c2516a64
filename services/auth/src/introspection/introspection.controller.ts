import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Input, Internal, RequestInput } from '@practika/http';
import { type IntrospectionAnswer, introspectionQuestion } from '@practika/identity';
import { AuthIntrospector } from './auth-introspector.js';

@ApiExcludeController()
@Controller('/internal/introspect')
export class IntrospectionController {
  constructor(private readonly introspector: AuthIntrospector) {}

  @Post()
  @Internal('exercises', 'media', 'consent')
  @HttpCode(200)
  introspect(@Input() input: RequestInput): Promise<IntrospectionAnswer> {
    return this.introspector.introspect(input.body(introspectionQuestion));
  }
}
