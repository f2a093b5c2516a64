import { ACCESS, type Access, OPERATION, type OperationOptions, STEP_UP } from './decorators.js';

/** What a handler's decorators say of it. */
export interface HandlerRules {
  readonly access: Access;
  readonly stepUp: boolean;
  readonly operation: OperationOptions | undefined;
}

const known = new WeakMap<object, HandlerRules>();

/** Read once for each handler. Boot has refused handlers that do not say who may reach them. */
export function rulesOf(handler: object): HandlerRules {
  let rules = known.get(handler);
  if (rules === undefined) {
    const read = (name: string): unknown => Reflect.getMetadata(name, handler) as unknown;
    rules = { access: read(ACCESS) as Access, stepUp: read(STEP_UP) === true, operation: read(OPERATION) as OperationOptions | undefined };
    known.set(handler, rules);
  }
  return rules;
}
