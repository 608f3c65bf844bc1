/**
 * The Hugging Face Hub over HTTP, and mirrors that speak its protocol: downloads the files of public models into the
 * cache that Python's {@code huggingface_hub} uses, or fetches one layer of each without the rest.
 */
package org.modeljungle.hub;
