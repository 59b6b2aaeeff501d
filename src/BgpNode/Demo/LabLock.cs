namespace BgpNode.Demo;

/// <summary>One command at a time works on the lab. The last one out takes the empty folder along.</summary>
internal sealed class LabLock : IDisposable
{
    private readonly FileStream _file;

    private LabLock(FileStream file) => _file = file;

    /// <exception cref="DemoException">Another command holds it.</exception>
    public static LabLock Take()
    {
        Directory.CreateDirectory(LabFiles.Root);
        try
        {
            return new LabLock(new FileStream(LabFiles.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new DemoException("Another demo command is at work on the lab; wait for it to end.");
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(LabFiles.Root) && Directory.EnumerateFileSystemEntries(LabFiles.Root).All(path => path == LabFiles.Lock))
        {
            Directory.Delete(LabFiles.Root, recursive: true);
        }

        _file.Dispose();
    }
}
