import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';

export type SchemaObject = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** A zod schema as JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. What JSON cannot say becomes "any". */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'input'): SchemaObject {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json as unknown as SchemaObject;
}
