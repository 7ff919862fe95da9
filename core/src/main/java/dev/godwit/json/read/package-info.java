/** Tables found in files of JSON, other people's and Godwit's, and their rows, streamed. */
package dev.godwit.json.read;
