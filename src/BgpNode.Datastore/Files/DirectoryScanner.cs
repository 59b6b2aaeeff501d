using System.Security.Cryptography;
using System.Text;

namespace BgpNode.Datastore.Files;

/// <summary>Reads a directory of intent files; a file whose octets are as before is not judged again.</summary>
internal sealed class DirectoryScanner(string directory)
{
    private const int MaxFileSize = 64 << 20;

    private Dictionary<string, IntentFile> _known = [];

    public DirectoryScan Scan()
    {
        string[] paths;
        try
        {
            paths = [.. Directory.EnumerateFiles(directory).Where(IsIntent).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return Unreadable("the directory does not exist; it is read as soon as it does");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Unreadable($"the directory cannot be read: {error.Message}");
        }

        var files = new List<IntentFile>();
        foreach (string path in paths)
        {
            if (Read(path) is { } file)
            {
                files.Add(file);
            }
        }

        _known = files.ToDictionary(file => file.Path);
        return new DirectoryScan(true, files, [], Revision(files));
    }

    /// <summary>YAML and JSON by name; not hidden files, nor what editors leave while they write (<c>#x.yaml</c>, <c>x.yaml~</c>, <c>4913</c>).</summary>
    public static bool IsIntent(string path)
    {
        string name = Path.GetFileName(path);
        return name[0] is not ('.' or '#' or '~')
            && (name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal));
    }

    private IntentFile? Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxFileSize)
            {
                return IntentFile.Unreadable(path, $"larger than {MaxFileSize >> 20} MiB");
            }

            long modified = new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds();
            byte[] content = File.ReadAllBytes(path);
            return _known.TryGetValue(path, out IntentFile? known) && known.Modified > 0 && content.AsSpan().SequenceEqual(known.Content)
                ? known
                : IntentFile.Judge(path, content, modified);
        }
        catch (FileNotFoundException)
        {
            return null; // gone since it was listed; or a link that leads nowhere, which is the same
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return IntentFile.Unreadable(path, error.Message);
        }
    }

    private DirectoryScan Unreadable(string reason) =>
        new(false, [], [new Problem(directory, 0, 0, "", reason)], "none");

    private static string Revision(List<IntentFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (IntentFile file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.Path));
            hash.AppendData(SHA256.HashData(file.Content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
