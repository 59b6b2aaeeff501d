using System.Text;
using System.Text.Json.Nodes;
using BgpNode.Datastore.Documents;
using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore.Files;

// One resource, one file of its own; a file that a person wrote several resources into is theirs alone.
public sealed partial class DirectoryDatastore
{
    public ValueTask<ApplyResult> ApplyAsync(JsonObject document, CancellationToken ct)
    {
        byte[] json = Encoding.UTF8.GetBytes(document.ToJsonString());
        Judgement judgement = ResourceReader.Read(JsonDocuments.Read(json, "document").Documents[0], "document", UnknownFields.Refused);
        if (judgement.Resource is null || judgement.Key is not { } key)
        {
            return ValueTask.FromResult(ApplyResult.Refused(judgement.Key, judgement.Problems));
        }

        ApplyResult result = Write(key, existing =>
        {
            if (existing?.Document.Judgement.Resource is { } before && before.Equals(judgement.Resource))
            {
                return ApplyResult.Of(ApplyOutcome.Unchanged, key, $"{key} is already so in {existing.Value.File.Path}");
            }

            string path = existing?.File.Path ?? Path.Combine(_directory, FileNameOf(key));
            string text = path.EndsWith(".json", StringComparison.Ordinal) ? document.ToJsonString() + "\n" : YamlText.Write(document);
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
            return existing is null
                ? ApplyResult.Of(ApplyOutcome.Created, key, $"{key} created in {path}")
                : ApplyResult.Of(ApplyOutcome.Updated, key, $"{key} updated in {path}");
        });
        return ValueTask.FromResult(result);
    }

    public ValueTask<ApplyResult> DeleteAsync(ResourceKey key, CancellationToken ct) => ValueTask.FromResult(Write(key, existing =>
    {
        if (existing is null)
        {
            return ApplyResult.Of(ApplyOutcome.NotFound, key, $"{key} is in no file of {_directory}");
        }

        AtomicFile.Delete(existing.Value.File.Path);
        return ApplyResult.Of(ApplyOutcome.Deleted, key, $"{key} deleted with {existing.Value.File.Path}");
    }));

    /// <summary>The name of the file in which <c>apply</c> keeps a resource: <c>bgppeer-tor.yaml</c>.</summary>
    internal static string FileNameOf(ResourceKey key)
    {
        string kind = key.Kind.ToString().ToLowerInvariant();
        return key.Namespace.Length > 0 ? $"{kind}-{key.Namespace}-{key.Name}.yaml" : $"{kind}-{key.Name}.yaml";
    }

    private ApplyResult Write(ResourceKey key, Func<(IntentFile File, FileDocument Document)?, ApplyResult> write)
    {
        _writing.Enter();
        try
        {
            DirectoryScan scan = new DirectoryScanner(_directory).Scan();
            if (!scan.Readable)
            {
                return ApplyResult.Of(ApplyOutcome.Unavailable, key, $"{_directory}: {scan.Problems[0].Message}");
            }

            (IntentFile File, FileDocument Document)? existing = Find(scan, key);
            if (existing is { File: var file, Document: var document } && (file.Documents.Count > 1 || !file.Complete))
            {
                return ApplyResult.Of(ApplyOutcome.Refused, key,
                    $"{key} stands at {file.Path}:{document.Line} among other resources; edit that file, or move it to a file of its own");
            }

            if (existing is null && File.Exists(Path.Combine(_directory, FileNameOf(key))))
            {
                return ApplyResult.Of(ApplyOutcome.Refused, key,
                    $"{Path.Combine(_directory, FileNameOf(key))} exists but does not hold {key}; rename it or set it right");
            }

            return write(existing);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ApplyResult.Of(ApplyOutcome.Unavailable, key, $"{key} was not written: {error.Message}");
        }
        finally
        {
            _writing.Exit();
        }
    }

    private static (IntentFile File, FileDocument Document)? Find(DirectoryScan scan, ResourceKey key)
    {
        foreach (IntentFile file in scan.Files)
        {
            foreach (FileDocument document in file.Documents)
            {
                if (document.Judgement.Key == key)
                {
                    return (file, document);
                }
            }
        }

        return null;
    }
}
