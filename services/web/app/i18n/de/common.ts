export default {
  appName: 'Practika', optional: 'freiwillig', close: 'Schließen', cancel: 'Abbrechen', save: 'Speichern', saved: 'Gespeichert.', retry: 'Noch einmal versuchen', back: 'Zurück', more: 'Mehr anzeigen', loading: 'Wird geladen…',
  delete: 'Löschen', edit: 'Bearbeiten', undo: 'Rückgängig', copy: 'Kopieren', copied: 'Kopiert.', on: 'An', off: 'Aus', yes: 'Ja', no: 'Nein', search: 'Suchen', reason: 'Grund', you: 'Sie',
  seconds: '{count, plural, =1 {eine Sekunde} other {# Sekunden}}', minutes: '{count, plural, =1 {eine Minute} other {# Minuten}}',
};
