export default {
  title: 'Confirm that it is you', why: 'This can change a lot, so we ask for your password again. It counts for five minutes.', password: 'Password', confirm: 'Confirm', cancel: 'Cancel',
};
