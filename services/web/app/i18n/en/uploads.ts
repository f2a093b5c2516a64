export default {
  pause: 'Pause', goOn: 'Go on', retry: 'Try again', cancel: 'Cancel the upload of {name}', progressOf: 'Upload of {name}', sentOf: '{sent} of {total}', rate: '{rate} a second', left: 'about {time} left', percent: '{percent} percent uploaded',
  state: { starting: 'Starting…', uploading: 'Uploading', paused: 'Paused. Nothing is lost.', offline: 'No connection. The upload goes on by itself when it is back.', completing: 'All of it is here. Being put together…', done: 'Uploaded', failed: 'The upload has stopped. What has arrived is kept for a day.', 'needs-file': 'Begun earlier. What has arrived is kept.' },
  pickAgain: 'To go on, pick {name} again:', otherFile: 'That is another file: it has another size.', indicator: '{count, plural, =1 {one upload} other {# uploads}}, {percent} percent',
};
