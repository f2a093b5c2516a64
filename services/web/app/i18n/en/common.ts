export default {
  appName: 'Practika', optional: 'optional', close: 'Close', cancel: 'Cancel', save: 'Save', saved: 'Saved.', retry: 'Try again', back: 'Back', more: 'Show more', loading: 'Loading…',
  delete: 'Delete', edit: 'Edit', undo: 'Undo', copy: 'Copy', copied: 'Copied.', on: 'On', off: 'Off', yes: 'Yes', no: 'No', search: 'Search', reason: 'Reason', you: 'You',
  seconds: '{count, plural, =1 {a second} other {# seconds}}', minutes: '{count, plural, =1 {a minute} other {# minutes}}',
};
