using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BgpNode.Datastore.Documents;
using BgpNode.Datastore.Files;
using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore.Snapshot;

/// <summary>
/// The last good intent on disk, from which a node starts while its store is away. One header line, then JSON that a person
/// can read:
/// <code>
/// bgpnode-snapshot 1 length=812 sha256=...
/// {"source":"etcd ...","revision":"42","savedAt":"...","resources":[{"source":"...","revision":7,"document":{...}}]}
/// </code>
/// </summary>
/// <param name="path">Where it is kept.</param>
/// <param name="clock">Stamps it.</param>
public sealed class SnapshotFile(string path, TimeProvider clock)
{
    private const string Magic = "bgpnode-snapshot";
    private const int Version = 1;

    public string Path => path;

    /// <summary>Replaces the snapshot, whole or not at all.</summary>
    /// <param name="resources">What is in force; those without a raw document are left out.</param>
    /// <param name="revision">The store's revision as text.</param>
    /// <param name="source">The datastore's <see cref="IDatastore.Description"/>.</param>
    /// <returns>Null, or why it could not be saved.</returns>
    public string? Save(IReadOnlyList<StoredResource> resources, string revision, string source)
    {
        byte[] body = Body(resources, revision, source);
        byte[] header = Encoding.ASCII.GetBytes($"{Magic} {Version} length={body.Length} sha256={Convert.ToHexStringLower(SHA256.HashData(body))}\n");
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            AtomicFile.Write(path, [.. header, .. body], UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"the snapshot {path} was not saved: {error.Message}";
        }
    }

    /// <summary>Reads the snapshot back.</summary>
    /// <param name="source">The datastore that is about to be used; a snapshot of another one is refused.</param>
    /// <param name="snapshot">What was saved.</param>
    /// <param name="problem">Why there is none, in a sentence without a full stop.</param>
    public bool TryLoad(string source, [NotNullWhen(true)] out IntentSnapshot? snapshot, [NotNullWhen(false)] out string? problem)
    {
        snapshot = null;
        byte[] file;
        try
        {
            file = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = error is FileNotFoundException or DirectoryNotFoundException ? $"there is no snapshot {path} yet" : $"the snapshot {path} cannot be read: {error.Message}";
            return false;
        }

        problem = CheckHeader(file, out ReadOnlyMemory<byte> body);
        snapshot = problem is null ? ReadBody(body.Span, source, out problem) : null;
        problem = problem is null ? null : $"the snapshot {path} is not used: {problem}";
        return snapshot is not null;
    }

    private byte[] Body(IReadOnlyList<StoredResource> resources, string revision, string source)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("source", source);
            json.WriteString("revision", revision);
            json.WriteString("savedAt", clock.GetUtcNow());
            json.WriteStartArray("resources");
            foreach (StoredResource stored in resources.Where(stored => stored.Raw is not null))
            {
                json.WriteStartObject();
                json.WriteString("source", stored.Source);
                json.WriteNumber("revision", stored.Revision);
                json.WritePropertyName("document");
                stored.Raw!.WriteTo(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static string? CheckHeader(byte[] file, out ReadOnlyMemory<byte> body)
    {
        int end = Array.IndexOf(file, (byte)'\n');
        body = end < 0 ? default : file.AsMemory(end + 1);
        string[] words = end is < 0 or > 200 ? [] : Encoding.ASCII.GetString(file, 0, end).Split(' ');
        if (words.Length < 2 || words[0] != Magic)
        {
            return "it does not begin like one";
        }

        if (words[1] != Version.ToString(CultureInfo.InvariantCulture))
        {
            return $"it has version {words[1]}, and this bgpnode reads version {Version}";
        }

        return words.Length != 4 || words[2] != $"length={body.Length}" ? "it is shorter or longer than it says"
            : words[3] != $"sha256={Convert.ToHexStringLower(SHA256.HashData(body.Span))}" ? "its checksum does not fit its content"
            : null;
    }

    private static IntentSnapshot? ReadBody(ReadOnlySpan<byte> body, string source, out string? problem)
    {
        DocumentNode? root = JsonDocuments.Read(body, "snapshot", DocumentSet.MaxDepth + 8).Documents is [var only] ? only : null;
        if (root?["source"] is not { } savedSource || root["revision"] is not { } revision || root["resources"] is not { } list
            || !DateTimeOffset.TryParse(root["savedAt"]?.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset savedAt))
        {
            problem = "it lacks its fields";
            return null;
        }

        if (savedSource.Text != source)
        {
            problem = $"it was taken from {savedSource.Text}, and the datastore is now {source}";
            return null;
        }

        var resources = new List<StoredResource>();
        var problems = new List<Problem>();
        foreach (DocumentNode item in list.Items)
        {
            if (item["document"] is { } document && long.TryParse(item["revision"]?.Text, out long itemRevision))
            {
                string itemSource = item["source"]?.Text ?? "";
                Judgement judgement = ResourceReader.Read(document, itemSource, UnknownFields.Ignored);
                problems.AddRange(judgement.Problems);
                if (judgement.Resource is { } resource)
                {
                    resources.Add(new StoredResource(resource, judgement.Raw, itemRevision, itemSource));
                }
            }
        }

        problem = null;
        return new IntentSnapshot(resources, revision.Text, source, savedAt, problems);
    }
}
