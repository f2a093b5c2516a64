export default {
  signIn: 'Sign in', signUp: 'Create an account', toSignIn: 'To the sign-in', noAccount: 'New here?', haveAccount: 'Already have an account?', signUpLead: 'One account for practising and for teaching.',
  identifier: 'E-mail address or user name', email: 'E-mail address', username: 'User name', usernameHint: '3 to 30 of a–z, 0–9, dot, dash, underscore.', displayName: 'Your name', displayNameHint: 'As others see it beside what you say.',
  password: 'Password', newPassword: 'New password', showPassword: 'Show the password', hidePassword: 'Hide the password', forgot: 'Forgot your password?',
  rules: 'What a password needs', met: '(done)', notMet: '(not yet)',
  rule: { length: 'At least {min, number} characters', notDigits: 'Not digits alone', notLikeYou: 'Not like your address or names', notCommon: 'Not a common password' },
  lookInYourMail: 'Look in your mail', mailSent: 'We have sent a link to <b>{email}</b>. It works once, within 24 hours.', mailSentHint: 'Nothing there after a minute? Look in the spam folder, or have it sent again.', resend: 'Send the link again', resent: 'If somebody waits under this address, a new mail is on its way.',
  verify: 'Confirm your address', verifyText: 'One press, and your account can be used. If you did not sign up here, close this page and nothing happens.', confirm: 'Confirm my address', verified: 'Your address is confirmed', verifiedText: 'You can sign in now.',
  linkGone: 'This link does not work any more', verifyGoneText: 'A link works once, within 24 hours, and only the one in the latest mail counts. Did you not get it? Have a new one sent.',
  forgotTitle: 'Forgot your password?', forgotLead: 'We send you a link to choose a new one.', sendLink: 'Send me a link', resetSent: 'If there is an account for {email}, a mail with a link is on its way. It works once, within 30 minutes.',
  resetTitle: 'Choose a new password', resetLead: 'You will be signed out everywhere else.', resetAct: 'Save the new password', resetDone: 'Your password is changed', resetDoneText: 'All sessions and API tokens have ended. Sign in with the new password.', resetGoneText: 'A link works once, within 30 minutes. Have a new one sent.',
  invited: 'You are invited', invitedLead: 'Choose a user name and a password, and you are in.', join: 'Join', accepted: 'Welcome', acceptedText: 'Your account is ready.', invitationGoneText: 'An invitation works once, within seven days. Ask whoever invited you for a new one.',
};
