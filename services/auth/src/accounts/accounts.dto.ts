import { z } from 'zod';
import { displayNameField, emailField, linkTokenField, passwordField, usernameField } from './account-fields.js';

export const signUpBody = z.strictObject({ email: emailField, username: usernameField, password: passwordField, displayName: displayNameField.optional() });
export const verifyBody = z.strictObject({ token: linkTokenField });
export const addressBody = z.strictObject({ email: emailField });
export const profileBody = z.strictObject({ displayName: displayNameField.optional(), username: usernameField.optional() });
/** The answer of routes that must not tell anything. */
export const nothing = z.strictObject({});
