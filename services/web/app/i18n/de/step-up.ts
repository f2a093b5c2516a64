export default {
  title: 'Bestätigen Sie, dass Sie es sind', why: 'Das kann viel verändern, darum fragen wir noch einmal nach Ihrem Passwort. Es gilt für fünf Minuten.', password: 'Passwort', confirm: 'Bestätigen', cancel: 'Abbrechen',
};
