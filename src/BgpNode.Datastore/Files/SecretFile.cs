namespace BgpNode.Datastore.Files;

/// <summary>Who may read a file that holds a secret.</summary>
public static class SecretFile
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    /// <summary>Null when only its owner can read or write it, else what is wrong and the command that mends it. Throws what <see cref="File.GetUnixFileMode(string)"/> does.</summary>
    public static string? Judge(string path)
    {
        UnixFileMode mode = File.GetUnixFileMode(path);
        // A credential of systemd is opened to the service by an access list, whose mask shows as the group's read bit.
        UnixFileMode tooMuch = IsCredential(path) ? Others | UnixFileMode.GroupWrite : Others | Group;
        return (mode & tooMuch) == 0
            ? null
            : $"{path} has mode 0{Convert.ToString((int)mode, 8)}, so more than its owner can get at the secret; chmod 0600 {path}";
    }

    private static bool IsCredential(string path)
    {
        string? directory = Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY");
        return !string.IsNullOrEmpty(directory) && path.StartsWith(directory + "/", StringComparison.Ordinal);
    }
}
