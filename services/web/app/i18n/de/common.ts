export default {
  appName: 'Practika', optional: 'freiwillig', close: 'Schließen', cancel: 'Abbrechen', save: 'Speichern', saved: 'Gespeichert.', retry: 'Noch einmal versuchen', back: 'Zurück', more: 'Mehr anzeigen', loading: 'Wird geladen…',
  delete: 'Löschen', edit: 'Bearbeiten', undo: 'Rückgängig', copy: 'Kopieren', copied: 'Kopiert.', on: 'An', off: 'Aus', yes: 'Ja', no: 'Nein', search: 'Suchen', reason: 'Grund', you: 'Sie',
};
