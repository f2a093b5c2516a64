import { ObjectStore } from '@practika/object-store';

/** The store as the upload identity: opens, lists, completes and aborts multipart uploads in `uploads`, reads nothing. */
export abstract class UploaderStore extends ObjectStore {}

/** The store as the playback signer: reads `media` and nothing else, so that no mistake here can serve what was not scanned. */
export abstract class PlaybackStore extends ObjectStore {}

/** The store as the deleter: lists and deletes versions everywhere, aborts uploads, reads nothing. */
export abstract class DeleterStore extends ObjectStore {}
